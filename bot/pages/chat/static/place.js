// Where the person is, when they want to say it.
import { note } from "./dom.js";
import { say } from "./texts.js";

const DENIED = 1;

export function locate(send) {
  if (!navigator.geolocation) return note(say("location_missing"));
  note(say("locating"));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => { note(""); send(coords.latitude, coords.longitude); },
    ({ code }) => note(say(code === DENIED ? "location_denied" : "location_failed")),
    { enableHighAccuracy: true, timeout: 30000, maximumAge: 60000 },
  );
}
