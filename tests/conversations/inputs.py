"""Every kind of input, and what is odd of each."""

from conversations import messages as m
from conversations.guards.handing_over import HIDES
from conversations.hearing import COMMANDS
from conversations.one_time_code import in_groups
from tests.conversations.standing import HANDOVER, INVITATION, RECEIPT

INPUTS: dict[str, m.Incoming] = {
    "text": m.Text("Selokan di samping rumah tersumbat dan bau sekali"),
    "word": m.Text("hmm"),
    "emoji": m.Text("😡😡"),
    "empty": m.Text("\u202e\x00 "),
    "greeting": m.Text("Assalamualaikum"),
    "thanks": m.Text("terima kasih"),
    "html": m.Text("<script>alert(1)</script> {0} {text} %s"),
    "long": m.Text("jalan rusak " * 9_000),
    "receipt": m.Text(RECEIPT),
    "slash": m.Text("/entah"),
    "option": m.Choice("class:complaint"),
    "stale option": m.Choice("send|3.review"),
    "nonsense option": m.Choice("\x00|;--"),
    "wrong value": m.Choice("district:99.99"),
    "photo": m.Media("f1", m.MediaKind.PHOTO),
    "photo with words": m.Media("f2", m.MediaKind.PHOTO, "Pohon tumbang di jalan poros"),
    "document": m.Media("f3", m.MediaKind.DOCUMENT, "", "surat.pdf"),
    "voice": m.Media("f4", m.MediaKind.VOICE),
    "video": m.Media("f5", m.MediaKind.VIDEO),
    "refused": m.RefusedMedia(m.Refusal.TOO_LARGE),
    "refused with words": m.RefusedMedia(m.Refusal.WRONG_TYPE, "Pohon tumbang di jalan poros"),
    "location": m.Location(0.5, 117.53),
    "location elsewhere": m.Location(-6.2, 106.8),
    "location nowhere": m.Location(999.0, float("nan")),
    "contact": m.Contact("Budi", "+62 812 3456 7890"),
    "edit of the draft": m.Edited("told", "Lampu jalan depan sekolah mati"),
    "edit of the sent": m.Edited("sent", "Ada dua tiang"),
    "edit of nothing": m.Edited("nothing", "apa saja"),
    "sticker": m.Unsupported("sticker"),
    "in a group": m.InGroup(),
    "in a group, unreachable": m.InGroup(is_volunteer=True),
    "overheard": m.Overheard("-50", "12", "g-50m12", "81", "Budi", "Jembatan gantung di hulu desa putus talinya"),
    "overheard photo": m.Overheard("-50", "13", "g-50m13", "81", "Budi", media=(m.Media("f7", m.MediaKind.PHOTO),)),
    "answer in a group": m.GroupAnswer("-50", "81", 7, 1, "y"),
    "refusal in a group": m.GroupAnswer("-50", "81", 99, 1, "n"),
    "venue": m.Location(0.5, 117.53, "Pasar Induk"),
    "picture of a set": m.Media("f6", m.MediaKind.PHOTO, album="a"),
    "blocked": m.Blocked(),
    "unblocked": m.Unblocked(),
    **{f"/{name}": m.Command(name) for name in COMMANDS},
    **{
        verb: m.Choice(f"{verb}:{RECEIPT}")
        for verb in (
            *("status", "answer", "add", "satisfied", "not_solved", "withdraw", "withdraw_now"),
            *("take_back_consent", "take_back_consent_now", "in_care_open"),
        )
    },
    "next report": m.Choice("next_report"),
    "in care": m.Command("binaan", "minah"),
    "in care by village": m.Choice("in_care_by:village"),
    "in care of a status": m.Choice("in_care_only:status:verified"),
    "next page in care": m.Choice("in_care_page:1"),
    "wrong page in care": m.Choice("in_care_page:²"),
    "told of care": m.Choice("care_at_once"),
    "unshelve": m.Choice("unshelve:5"),
    "speak": m.Choice("speak:en"),
    "table": m.Media("f7", m.MediaKind.DOCUMENT, "", "daftar.xlsx"),
    **{verb: m.Choice(f"{verb}:3") for verb in ("list_send", "list_mend", "list_drop", "list_template")},
    "choice for a row": m.Choice("list_value:12=64.08.04.1003"),
    "choice for another row": m.Choice("list_leave_out:11"),
    "invited": m.Command("start", f"kim_{INVITATION.code}"),
    "not invited": m.Command("relawan", "entah"),
    "named": m.Text("Budi Santoso"),
    "stops": m.Choice("stop_now"),
    "slip": m.Command("start", f"serah_{HANDOVER.code}"),
    "typed slip": m.Text(in_groups(HANDOVER.code)),
    "wrong slip": m.Text("7F3K-9Q2C-0M4X"),
    "takes over": m.Choice(f"take_over:{HANDOVER.code}"),
    "takes over nothing": m.Choice("take_over:"),
    "checks a slip": m.Command("cekslip", f"{RECEIPT} Teluk Lingga"),
    **{
        verb: m.Choice(f"{verb}:{RECEIPT}")
        for verb in ("hand_over", "slips", "helper", "helper_steps", "helper_nothing", "hide", *HIDES)
    },
}
