"""What a counselor signs in with."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.vault.passwords import STEP, enrolment_uri, hash_password, new_secret, totp_step, verify_password

NOW = datetime(2026, 3, 3, 1, 0, 10, tzinfo=UTC)
AT = int(NOW.timestamp())


def test_a_password_is_known_again_and_a_wrong_one_is_not() -> None:
    hashed = hash_password("kuda-lumping-42")
    assert verify_password(hashed, "kuda-lumping-42")
    assert not verify_password(hashed, "kuda-lumping-43")
    assert not verify_password(hashed, "")
    assert not verify_password(hashed, "\ud800")


def test_a_hash_is_argon2id_with_19_mib_and_a_salt_of_its_own() -> None:
    one, other = hash_password("sama"), hash_password("sama")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other


@pytest.mark.parametrize(
    "hashed", ["", "not a hash", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$12$abcdefghijklmnopqrstuv"]
)
def test_what_is_no_hash_lets_nobody_in(hashed: str) -> None:
    assert not verify_password(hashed, "")
    assert not verify_password(hashed, hashed)


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_code_of_this_step_or_a_neighbour_says_its_step(shift: int) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(AT + shift * STEP)
    assert totp_step(secret, code, NOW) == AT // STEP + shift


@pytest.mark.parametrize("shift", [-10, -2, 2, 10])
def test_a_code_from_farther_away_is_none(shift: int) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert totp_step(secret, pyotp.TOTP(secret).at(AT + shift * STEP), NOW) is None


def test_a_code_ages_with_the_clock_that_is_given() -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    code = pyotp.TOTP(secret).at(AT)
    assert totp_step(secret, code, NOW + timedelta(seconds=STEP)) == AT // STEP
    assert totp_step(secret, code, NOW + timedelta(seconds=3 * STEP)) is None


def test_the_present_step_is_tried_first_so_that_no_later_one_is_used_up() -> None:
    """Test vector of RFC 6238, appendix B, for SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    moment = datetime.fromtimestamp(1_111_111_111, UTC)
    assert totp_step(secret, "050471", moment) == 1_111_111_111 // 30


def test_a_code_may_be_typed_with_a_space() -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(AT)
    assert totp_step(secret, f" {code[:3]} {code[3:]} ", NOW) == AT // STEP


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "١٢٣٤٥٦", "000000000000", "\ud800", "\x00"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert totp_step("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code, NOW) is None


def test_secrets_are_new_each_time_and_the_address_for_the_camera_carries_them() -> None:
    secret, other = new_secret(), new_secret()
    assert secret != other
    assert len(secret) == 32
    uri = enrolment_uri(secret, "kak rani")
    assert uri.startswith("otpauth://totp/Meja%20Puspaga:kak%20rani?")
    assert f"secret={secret}" in uri
