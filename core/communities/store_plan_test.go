package communities

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store/storetest"
)

// A community, and a space, may have a hundred thousand members.
func TestNothingWalksThroughAllMembers(t *testing.T) {
	t.Parallel()
	walks := storetest.Walks(t, storetest.Open(t, Migrations()), ".",
		"(platform=?)",
		"communities_members_community (community_id=?)",
		"communities_members_space (space_id=? AND platform=?)",
		"PRIMARY KEY (community_id=?)", // of members, should it ever begin so
	)
	for _, walk := range walks {
		if strings.Contains(walk, ": SCAN ") || !meant(walk) {
			t.Error(walk)
		}
	}
}

// What absorbs a community, or moves a space, touches every member of it; the
// mediators that were named are few.
func meant(walk string) bool {
	return strings.HasPrefix(walk, "INSERT INTO communities_members (") ||
		strings.HasPrefix(walk, "DELETE FROM communities_members ") ||
		strings.Contains(walk, ": SEARCH communities_mediators ")
}
