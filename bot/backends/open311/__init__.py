"""An Open311 server as routing backend: GeoReport v2 (https://wiki.open311.org/GeoReport_v2/), as servers speak it.

`readings`, `statuses` and `forms` are pure: what servers answer, what it means, what they are sent. `wire` is HTTP,
`georeport` the calls of the protocol, `backend` delivers, `polling` asks for news. Nothing of a report is in any error
or log line of this package.
"""
