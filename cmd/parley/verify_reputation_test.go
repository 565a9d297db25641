package main

import "testing"

// The command finds what somebody wrote into the reputation, and says whose it is,
// as soon as history has been read once.
func TestVerifyLogComparesReputation(t *testing.T) {
	t.Parallel()
	e := keepEvidence(t, "harbor")
	e.exec(`UPDATE rep_state SET current = version`)
	e.call(exitGood, "The log harbor is whole", "verify", "log")
	e.exec(`INSERT INTO rep_buckets SELECT current, 'eve', 'TikTok', 115, 1000000, 0, 0, 0, 0 FROM rep_state`)
	e.call(exitBroken, "rep_buckets of person eve is not what the log gives", "verify", "log")
}
