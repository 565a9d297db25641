// Package jobs is the room where work waits for its time. A job is a row written
// in the transaction that wants it; a Runner carries it out when it is due, in a
// transaction that also marks it done, so that its effects happen at most once
// for each (kind, subject, due) whatever crashes or runs beside it.
//
// Work that needs a network is fetched outside any transaction, under a lease,
// and its result handed to the transaction. Recurring work is one row that moves
// from one planned time to the next; runs missed while nothing was running are
// caught up by a single one.
//
// A newcomer adds a Handler to the list that an app declares. The SQL stands in
// store.go; the rule "first take the row, then do the work, in one transaction"
// in run.go is what everything rests on.
package jobs
