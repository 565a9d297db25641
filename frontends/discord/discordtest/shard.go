package discordtest

import "strconv"

// shardOf is the shard that hears of a guild; direct chats, nil, are with the
// first. Source: discord-api-docs, "Sharding".
func shardOf(g *guild, count int) int {
	if g == nil || count <= 1 {
		return 0
	}
	id, err := strconv.ParseUint(g.id, 10, 64)
	if err != nil {
		return 0
	}
	return int(id >> 22 % uint64(count))
}

// serves reports whether events of a guild go to a session.
func (to *session) serves(g *guild) bool {
	return to.shard[1] <= 1 || shardOf(g, to.shard[1]) == to.shard[0]
}

// bucket is the one of a session's number within which identifies take turns.
func (s *Server) bucketOf(shard [2]int) int { return shard[0] % max(1, s.opt.Concurrency) }
