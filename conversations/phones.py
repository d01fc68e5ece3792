"""Telephone numbers as people write them: "0812-3456-7890", "+62 812…", or without the 0 that a spreadsheet ate."""

REGION = "ID"
_READ_AT_MOST = 40  # characters


def read_phone(text: str) -> str:
    """The number as E.164 writes it (`+6281234567890`); empty where it is none that can be."""
    import phonenumbers  # its tables would be felt at every start

    try:
        number = phonenumbers.parse(text[:_READ_AT_MOST], REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
