"""Everyday words as they are typed, each with the one that stands for it in comparing: short spellings, chat, Banjar
and Javanese. And the small words, which stand in every message and tell nothing of what it is about.

No native reader has looked at the Banjar and Javanese words yet.
"""

from collections.abc import Mapping

from bot.engine.spelling import SHORT

_SAME = """
tidak: ga gaa gag gx g kaga nggk gkk ngg ndk kd kadak ora tak emoh no not kdk kadada mboten ndik endik teu henteu dont
tidak: doesnt cant wont never nga
tidak mau: gamau gmau wegah moal teya kadahakun ogah
tidak bisa: gabisa gbisa gbs gabs
tidak ada: gaada gada
tidak boleh: gaboleh gboleh
tidak punya: gapunya
belum: blom belom balum durung dereng acan
bukan: bkn dudu
jangan: jgan ojo
mau: mo mw pengen pengin pingin pngen pngn kepengen kepingin handak hndak arep ingin gelem maunya hoyong hakun purun
mau: want wants
bisa: iso kawa bsa
boleh: blh bole dibolehin diizinin izin ijin bolehin
aku: ak aq gw gue gua gwe saya sy sya ulun unda kulo kula akuh abdi urang kami
kamu: km kau lu loe ikam pian sampeyan kowe
dia: inya panjenengane inyanya
bapak: bpk bapa bokap bkp ayah papa papah papi abah abi bapake babeh ayh papahku ambo father dad daddy dady babe
ibu: mama mamah mami mamak emak umi ummi bunda umak uma nyokap simbok mamae ema mam ibune ibuke emake indung mother
ibu: mom mum mommy mamaku
ortu: orangtua kuitan parents kolot wongtuwo
kakak: kk kaka abang mbakyu
adik: adek ade dedek ading adine adinya adhi adhine adhiku adekku adikku adingku rayi
nenek: nini mbah oma eyang uti neneknya grandma grandmother
kakek: kai opa kakung datuk grandpa grandfather
mertua: mintuha martuha
suami: bojo bojone husband salaki
istri: bini wife pamajikan
anak: ank anake anakq anaku ankku bocah bocil putra putri kakanakan kids kid child lare arek ananda anakke anak2 son
anak: daughter children budak bocahe bocahku kanak kakanak anana kananakan
bayi: baby bayine dede orok newborn bayiq babyku babies infant jabang
balita: batita toddler todler toddlers
remaja: abg bujang gadis abege wedok lanang teen teenager teenage
cucu: putu putune putuku grandson grandchild granddaughter
teman: kakawanan temen tmn kawan kawal konco kanca kancane temanan temenan berteman friend friends babaturan batur
teman: kawanku
sahabat: bestie besti bff shabat sohib bestai
pacar: pcr yayang boyfriend girlfriend pacangan gebetan
guru: gru ustaz ustad ustadz teacher teachers
sekolah: sklh skolah skul sakulah sakulahan sekolahan skolahan school sakola sikola
rumah: rmh omah home house imah
hp: hape handphone gadget gawai ponsel gajet smartphone gedget henpon hapenya phone cellphone
gim: game games gem ml mlbb ff roblox epep freefire ngegame ngegim mabar gaming
youtube: yutub yt yutup
medsos: sosmed socmed
wa: whatsapp wasap
grup: group grub gc
foto: poto pap photo
video: vidio vid videocall
vc: vcall videocall vidcall
tidur: guring turu bobo bobok tdr bubu sleep sleeping sare matinro tinro guringan turune
makan: mkn mangan maem mam emam eat eats eating food dahar manre maeme
main: bamain bamainan dolan dolanan maen bermain play playing plays ulin maccule
nangis: menangis manangis tangis mewek nngis mangis cry cries crying cried ceurik terri nangise
marah: sarik nesu mrh murka angry anger macai nyarik muring seneni diseneni mamuar
emosi: emosian
takut: tkt takutan wedi ketakutan afraid scared sieun gair gagair matau
sedih: sdih marista sad
capek: cape cpk cpek lelah letih uyuh tired exhausted lapah
lapar: laper luwe kelaparan hungry
sakit: skt garing loro sick malasa gering
wafat: meninggal maninggal sedo alm almarhum almarhumah mninggal dikubur dimakamkan died death
mati: mti matek modar
pukul: gebuk gebug catuk tapuk gaplok keplak hajar ditapuk dicatuk digebuk digebug digaplok dikeplak dihajar tabok hit
pukul: hits hitting beat beats
bicara: ngomong omong bapandir ngobrol obrol bilang blg ngmg ngomg omongan berbicara omongin speak speaking pandir
cerita: crita curhat kisah bakisah bercerita curcol tell story
lihat: liat lht ndelok
nonton: tonton nnton
uang: duit duwit dwit money artos
utang: hutang ngutang debt debts
kerja: begawi bagawi krja bekerja work working
pulang: plg bulik mulih muleh
pergi: pgi tulak lunga
kabur: minggat
malam: mlm malem bengi wengi peuting night nights
bulan: wulan sasi
baru: hanyar anyar
suka: demen katuju seneng senang
semua: smua smw kabeh sadaya
sampai: sampe smpe
pakai: pake pk pke
buat: bwt
kalau: klo kalo kl klu mun nek
karena: karna soalnya gara gegara
gimana: gmna gimna bgmn bagaimana kayapa piye gmana gimane pripun kumaha nangapa maapa yaopo yoopo how
kenapa: knp knpa mengapa ngapa kok ngopo naha magi why
berapa: brp sabarapa piro
juga: jg jga
tetapi: tp tapi
malu: supan isin supanan ashamed shy
bohong: dusta badusta ngapusi boong lie lies lying bobohong
gampang: mudah cepat cepet
nikah: kawin menikah
hamil: batianan meteng bunting pregnant pregnancy
haid: mens menstruasi
cerai: pegat pisah berpisah bercerai divorce divorced
ejek: ledek olok poyok enyek cemooh ngece moyoki dipoyoki
bully: buli rundung bullying dirundung perundungan bullied bullies
berantem: bertengkar bakalahi bekelahi berkelahi gelut tukaran cekcok padu tengkar fight fights fighting fought
berantem: bacakut bakajal silaga pasea padudon gegeran
rebut: rebutan berebut rebutin
curi: nyolong colong maling mancuntan
sita: rampas
nakal: bandel badung wangkal
lahir: lahiran melahirkan baranak
saudara: sodara dulur dangsanak dingsanak sedulur brother sister
ikut: milu umpat tumut
pintar: pinter pntr cerdas
bodoh: bodo bego goblok goblog tolol dungu bungul
diam: diem meneng mingkem
belajar: sinau study studying homework diajar
sendiri: surangan sorangan dhewekan sendirian dewekan saurangan kesorangan alone
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
bangun: tangi wakeup
sepi: sunyi
sembunyi: ngumpet umpet
banget: bgtt bngt banar pisan bangett
terus: trus tarus teros mulu melulu
lagi: lgi maneh
sudah: dah dh wis wes sampun geus wus
sering: srg rancak kerep often always
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
judi: judol slot togel gacor zeus gambling gamble
rokok: udud ngudud smoke smokes smoking cigarette cigarettes roko baroko maroko barokok marokok sebat nyebat
mabuk: mabok mendem teler
minum: ngombe nginum
susah: ngalih hese
tampar: tampiling ditampiling manampiling
cubit: jiwit dijiwit njiwit
nasihat: padahi mamadahi dipadahi mamadahakan nasehat nasehati dinasehati menasehati nasihati dinasihati menasihati
ajar: warahi diwarahi ajarin ngajarin mengajari
pagi: isuk esuk morning
hari: dino dina poe day days
tiap: saben every
kemarin: wingi samalam
sekarang: saiki ayeuna wayahini now
minta: njaluk jaluk
beli: tuku
ambil: njupuk jupuk
punya: duwe baisi
mandi: adus
pipis: kamih bakamih
malas: koler kulir males magar
senang: himung happy
kesal: muar bt
bosan: muyak bored boring
ujian: exam exams test uas uts ulangan
kesepian: lonely
mainan: toys toy
tantrum: tantrums
gelisah: anxious worried worry
apa: opo naon what
siapa: sopo saha who
kata: jar ujar ujarnya
yang: nang sing
untuk: gasan kanggo
saja: wae haja
kayak: kyk kek kyak kyknya kya kayk koyo koyok
padahal: pdhl pdhal pdahal
begitu: gituu bgitu
sebentar: bentar sbntar
berani: brani
berhenti: brenti brhenti brenthi mandek
ketawa: tertawa ngakak
cowok: cowo cwo cwok cowoq
cewek: cewe cwe cwek ceweq
perempuan: babinian wadon
orang: wong urangnya people
kecil: cilik leutik
besar: gedhe ganal
tiga: talu telu
merajuk: ngambek pundung mutung purik ambekan
nafsu: napsu
ngompol: bakamihan
cara: carane
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
ku nya bu hello has have had years year old years' month months his her she he they we you your it's its do does did
be are was with for on at so when if but this that can could should please help me im i'm can't very much too gt pdhl
darimana apasih apaan masa kapannya sini situ sana dl yaa oke ok kyk sampe coba berapakah sebenarnya
sebetulnya gitulah begitulah
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
