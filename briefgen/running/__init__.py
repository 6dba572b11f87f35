"""Running a profile: fetch, build, deliver, under a lock, with a heartbeat, and word of what failed."""
