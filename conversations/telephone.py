"""Telephone numbers as people write them: "0812 3456 7890", "+62 812-3456-7890"."""

REGION = "ID"
LONGEST = 40
"""Characters: a longer text is no number."""


def read_phone(text: str) -> str:
    """The number as E.164 writes it (`+6281234567890`), or empty for what is none. Without a country it is Indonesian.

    One with a digit too many or too few for its network is none.
    """
    if len(text) > LONGEST:
        return ""
    import phonenumbers  # it takes 0.1 s, and most people never need it

    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
