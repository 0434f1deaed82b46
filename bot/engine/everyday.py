"""Everyday words as they are typed, each with the one that stands for it in comparing: short spellings, chat, Banjar
and Javanese. And the small words, which stand in every message and tell nothing of what it is about.

No native reader has looked at the Banjar and Javanese words yet.
"""

from collections.abc import Mapping

from bot.engine.spelling import SHORT

_SAME = """
tidak: ga gaa gag gx g kaga nggk gkk ngg ndk kd kadak ora tak emoh no not
tidak mau: gamau gmau wegah
tidak bisa: gabisa gbisa gbs gabs
tidak ada: gaada gada
tidak boleh: gaboleh gboleh
tidak punya: gapunya
belum: blom belom balum durung
bukan: bkn
jangan: jgan ojo
mau: mo mw pengen pengin pingin pngen pngn kepengen kepingin handak hndak arep ingin gelem maunya
bisa: iso kawa bsa
boleh: blh bole dibolehin diizinin izin ijin bolehin
aku: ak aq gw gue gua gwe saya sy sya ulun unda kulo kula akuh
kamu: km kau lu loe ikam pian sampeyan kowe
dia: inya
bapak: bpk bapa bokap bkp ayah papa papah papi abah abi bapake babeh ayh papahku
ibu: mama mamah mami mamak emak umi ummi bunda umak uma nyokap simbok mamae ema mam
ortu: orangtua kuitan
kakak: kk kaka abang mbakyu
adik: adek ade dedek ading adine adinya
nenek: nini mbah oma eyang uti neneknya
kakek: kai opa kakung datuk
mertua: mintuha martuha
suami: bojo bojone
istri: bini
anak: ank anake anakq anaku ankku bocah bocil putra putri kakanakan kids kid child lare arek ananda anakke anak2
bayi: baby bayine dede orok newborn bayiq babyku
balita: batita toddler todler
remaja: abg bujang gadis abege wedok lanang
cucu: putu
teman: kakawanan temen tmn kawan kawal konco kanca kancane temanan temenan berteman
sahabat: bestie besti bff shabat sohib bestai
pacar: pcr yayang
guru: gru ustaz ustad ustadz
sekolah: sklh skolah skul sakulah sakulahan sekolahan skolahan
rumah: rmh omah
hp: hape handphone gadget gawai ponsel gajet smartphone gedget henpon hapenya
gim: game games gem ml mlbb ff roblox epep freefire ngegame ngegim mabar
youtube: yutub yt yutup
medsos: sosmed socmed
wa: whatsapp wasap
grup: group grub gc
foto: poto pap photo
video: vidio vid videocall
vc: vcall videocall vidcall
tidur: guring turu bobo bobok tdr bubu
makan: mkn mangan maem mam emam
main: bamain bamainan dolan dolanan maen bermain
nangis: menangis manangis tangis mewek nngis mangis
marah: sarik nesu mrh murka
emosi: emosian
takut: tkt takutan wedi ketakutan
sedih: sdih marista
capek: cape cpk cpek lelah letih uyuh
lapar: laper luwe kelaparan
sakit: skt garing loro
meninggal: maninggal sedo wafat alm almarhum almarhumah mninggal dikubur dimakamkan
mati: mti matek modar
pukul: gebuk gebug catuk tapuk gaplok keplak hajar ditapuk dicatuk digebuk digebug digaplok dikeplak dihajar tabok
bicara: ngomong omong bapandir ngobrol obrol bilang blg ngmg ngomg omongan berbicara omongin
cerita: crita curhat kisah bakisah bercerita curcol
lihat: liat lht ndelok
nonton: tonton nnton
uang: duit duwit dwit
utang: hutang ngutang
kerja: begawi bagawi krja bekerja
pulang: plg bulik mulih muleh
pergi: pgi tulak lunga
kabur: minggat
malam: mlm malem bengi
bulan: wulan sasi
baru: hanyar anyar
suka: demen katuju seneng senang
semua: smua smw kabeh
sampai: sampe smpe
pakai: pake pk pke
buat: bwt
kalau: klo kalo kl klu mun nek
karena: karna soalnya gara gegara
gimana: gmna gimna bgmn bagaimana kayapa piye gmana gimane
kenapa: knp knpa mengapa ngapa kok
berapa: brp sabarapa piro
juga: jg jga
tetapi: tp tapi
malu: supan isin supanan
bohong: dusta badusta ngapusi boong
gampang: mudah cepat cepet
nikah: kawin menikah
hamil: batianan meteng bunting
haid: mens menstruasi
cerai: pegat pisah berpisah bercerai
ejek: ledek olok poyok enyek cemooh ngece moyoki dipoyoki
bully: buli rundung bullying dirundung perundungan
berantem: bertengkar bakalahi bekelahi berkelahi gelut tukaran cekcok padu tengkar
rebut: rebutan berebut rebutin
curi: nyolong colong maling mancuntan
sita: rampas
nakal: bandel badung wangkal
lahir: lahiran melahirkan baranak
saudara: sodara dulur dangsanak dingsanak sedulur
ikut: milu umpat tumut
pintar: pinter pntr cerdas
bodoh: bodo bego goblok goblog tolol dungu bungul
diam: diem meneng mingkem
belajar: sinau
sendiri: surangan sorangan dhewekan sendirian dewekan saurangan kesorangan
omel: mamai ngomel diomelin diomeli
benci: sengit
tetangga: tatangga tonggo tetanggaku
bantu: tulung tolongin nolong nolongin menolong
bingung: binggung
dokter: dokterku
pusing: mumet puyeng
stres: stress setres tertekan depresi
teriak: kuciak bengok triak
dekat: deket parak
jauh: adoh
cantik: cakep bungas ayu
jelek: elek butut
bangun: tangi
sepi: sunyi
sembunyi: ngumpet umpet
banget: bgtt bngt banar pisan bangett
terus: trus tarus teros mulu melulu
lagi: lgi maneh
sudah: dah dh wis wes
sering: srg
sama: ama karo lawan ambek
dari: dri
kelas: klas
minggu: mgg
tahun: th thn taun
bulan: bln
umur: umr usia
kecanduan: candu nagih
gendut: gemuk ndut lemu
psikolog: psikologi
judi: judol slot togel gacor zeus
rokok: udud ngudud
mabuk: mabok mendem teler
"""
_SMALL = """
aku kamu dia ia kami kita mereka kak min bang mas mbak gan sis anda orang anak si sang para bro pak doi yang dan di ke
dari itu ini tu tuh nih ya yah iya sih deh dong lah kah pun kan loh lho untuk pada dalam sama dengan oleh atau tetapi
kalau karena jadi buat biar supaya agar sampai kaya kayak seperti soal tentang per lalu maka ah eh oh nah hmm duh aduh
the a to is my of and i in it terus lagi juga saja aja banget sekali sangat lebih paling sudah masih sekarang tadi
kemarin besok nanti hari saat waktu pas habis abis setelah sesudah sebelum pernah sering selalu kadang semua banyak
satu dua tiap cuma cm hanya agak umur tahun bulan minggu kelas mulai langsung tetap akan bakal dulu sedang lain akhir
padahal malah emang memang gitu begitu begini gini kira apa siapa gimana kenapa kapan mana berapa tolong mohon permisi
halo hai hallo hi assalamualaikum assalamu alaikum selamat pagi siang sore terima makasih terimakasih cara caranya
tanya konsultasi info saran solusi arahan arahannya mengganggu sebaiknya bagusnya sd smp sma smk tk mts sesuatu robot
darurat tes kabar smd bpp penajam sangatta redeb tanjung sendawar grogot samarinda balikpapan bontang
kukar kutim kubar berau paser ppu mahulu tenggarong kaltim adalah ada mau bisa punya jangan harus perlu bukan kata
katanya ternyata rasanya kayanya kayaknya
"""


def _read(table: str) -> Mapping[str, tuple[str, ...]]:
    same: dict[str, tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        meant, _, typed = line.partition(":")
        same |= dict.fromkeys(typed.split(), tuple(meant.split()))
    return same


SAME = {word: tuple(meant.split()) for word, meant in SHORT.items()} | dict(_read(_SAME))
"""What is meant by a word as it is typed."""
SMALL = frozenset(_SMALL.split())
"""Words that tell nothing of what a message is about."""
