// A voice note: recorded here where the browser can, else picked as a file.
import { $, note } from "./dom.js";
import { say } from "./texts.js";
import { upload } from "./upload.js";

const LONGEST = 10 * 60, BITS = 24000;
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
let recorder, clock;

export async function record() {
  if (!window.MediaRecorder || !navigator.mediaDevices) return $("sounds").click();
  let stream;
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
  catch { note(say("microphone_denied")); return $("sounds").click(); }
  const pieces = [];
  recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS });
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.onstop = () => { stream.getTracks().forEach((track) => track.stop()); if (recorder.isWanted) deliver(pieces); toggle(false); };
  recorder.start(1000);
  toggle(true);
}

function deliver(pieces) {
  const type = recorder.mimeType.split(";")[0];
  upload(new File(pieces, `${say("voice_note")}.${ENDINGS[type] ?? "webm"}`, { type }), { kind: "voice" });
}

function stop(isWanted) {
  recorder.isWanted = isWanted;
  recorder.stop();
}

function toggle(isOn) {
  $("recorder").hidden = !isOn;
  $("composer").hidden = isOn;
  clearInterval(clock);
  const began = Date.now();
  const tick = () => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    $("record-time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST) stop(true);
  };
  if (isOn) { tick(); clock = setInterval(tick, 500); $("record-send").focus(); }
  else $("input").focus();
}

$("record").addEventListener("click", record);
$("record-send").addEventListener("click", () => stop(true));
$("record-cancel").addEventListener("click", () => stop(false));
$("sounds").addEventListener("change", () => { for (const file of $("sounds").files) upload(file, { kind: "voice" }); $("sounds").value = ""; });
