"""Alerts by e-mail, with the standard library in a thread: one connection for one message.

Laws
1. What failed before the message was handed over went nowhere. What was answered clearly, too.
2. No error tells an address or a password.
"""

import asyncio
import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from bot.alerts import Smtp
from bot.errors import Later, Refused, Unknown
from bot.model.alert import Rung
from bot.rules.ladder import Alert
from bot.rules.outage import BACK_OFF

log = logging.getLogger(__name__)

TIMEOUT_S = 5.0
"""For one answer of the server; a message takes some eight of them."""
SOON = BACK_OFF[0]
NAME = "email"


class MailWay:
    """See ladder.Way. `trust`: whose certificates count; the machine's own without it."""

    name = NAME

    def __init__(
        self, smtp: Smtp, rungs: frozenset[Rung], *, trust: ssl.SSLContext | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._smtp, self.rungs, self._timeout_s = smtp, rungs, timeout_s
        self._trust = trust or ssl.create_default_context()

    async def send(self, alert: Alert) -> None:
        await asyncio.to_thread(self._send, letter(self._smtp, alert))

    def _send(self, message: EmailMessage) -> None:
        server = self._signed_in()
        try:
            refused = server.send_message(message)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            raise Refused(type(error).__name__) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unknown(type(error).__name__) from None
        else:
            if refused:
                log.error("Some addresses of alerts were refused", extra={"channel": NAME, "count": len(refused)})
        finally:
            server.close()

    def _signed_in(self) -> smtplib.SMTP:
        """Connected. Raises Refused or Later."""
        try:
            server = smtplib.SMTP(self._smtp.host, self._smtp.port, timeout=self._timeout_s)
        except (OSError, smtplib.SMTPException) as error:
            raise Later(type(error).__name__, SOON) from None
        try:
            server.ehlo_or_helo_if_needed()
            if self._smtp.starttls:
                server.starttls(context=self._trust)
            if self._smtp.user:
                server.login(self._smtp.user, self._smtp.password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            server.close()
            raise Refused(type(error).__name__) from None
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            raise Later(type(error).__name__, SOON) from None
        return server


def letter(smtp: Smtp, alert: Alert) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = smtp.sender, ", ".join(smtp.to)
    message["Subject"] = f"Puspaga: {alert.title}"
    message["Date"] = formatdate()
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers
    message.set_content(alert.text)
    return message
