"""What the chat page says itself; everything else in it comes from the conversation."""

from conversations.catalogue import Catalogue
from conversations.messages import Line, Param

NAMES = """
title name office description no_script no_cookie too_many_tabs
log input send attach photo document location voice close
menu menu_begin menu_reports menu_status menu_language menu_help
welcome_title welcome_text welcome_example start
you bot typing today yesterday older newest options
connected connecting offline waiting sent failed
send_location locating location_denied location_failed location_missing map
uploading upload_waiting cancel remove tray_hint
refused_too_large refused_wrong_type refused_empty refused_gone
recording record_send record_cancel microphone_denied
more whole_text show_photo open_photo video voice_note file
not_taken_empty not_taken_too_long not_taken_unknown_file not_taken_failed
""".split()


def page_texts(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Every text of the page by its name. What stands in square brackets is filled in by the page's script."""
    profile = catalogue.profile
    office = profile.office.name.in_language(language)
    params: dict[str, Param] = {
        "office": office,
        "regency": profile.office.regency,
        "megabytes": profile.files.max_bytes // 1024**2,
    }
    return {name: catalogue.text(Line(f"page.chat.{name}", params), language) for name in NAMES}
