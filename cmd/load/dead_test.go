package main

import "testing"

func TestDeadPlatformComesBack(t *testing.T) {
	t.Parallel()
	for _, dying := range []string{"telegram", "discord"} {
		t.Run(dying, func(t *testing.T) {
			t.Parallel()
			var u outage
			loadJSON(t, &u, "dead", "-platform", dying, "-outage", "1s", "-rate", "20", "-people", "40")
			if len(u.Spans) != 6 || u.Ratio <= 0 || u.RatioAfter <= 0 || u.ReturnedIn <= 0 {
				t.Fatalf("that cannot be: %+v", u)
			}
			for _, s := range u.Spans {
				if s.Answered+s.Failed != 20 {
					t.Errorf("%s %s: %d answered and %d not, want 20 in all", s.Platform, s.When, s.Answered, s.Failed)
				}
				// Discord gives up what the bot could not answer in time.
				if s.Failed > 0 && (s.When != "during" || string(s.Platform) != dying || dying == "telegram") {
					t.Errorf("%s %s: %d were not answered: %s", s.Platform, s.When, s.Failed, s.First)
				}
			}
			if dying == "telegram" && u.CaughtUpIn <= 0 {
				t.Error("nothing was caught up")
			}
		})
	}
}
