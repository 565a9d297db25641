// Package deals is the ledger of agreements: who agreed what with whom, and how
// it ended. It moves no money and enforces nothing; it records what the parties
// said, so that the record is worth something to the next person.
//
// The rules live in files that do no I/O: status.go, deal.go, party.go, open.go,
// apply*.go and limits.go say what may happen and nothing else does. Everything
// that happens to a deal goes through book.go (load, Apply, save, audit event,
// subscribers, notices, in one transaction). The files command_*.go turn what
// people ask into that, judge.go says who may decide a dispute and mediators.go
// who is told of it, wizard*.go asks for the terms, card*.go shows a deal to one
// reader. replay.go does a logged event once more; history.go makes use of that,
// for those who rebuild what they know of deals and for the check of the log.
//
// A newcomer may freely change words (text/), cards and commands. The audit
// event's fields in event.go are frozen: receipts are proofs of their bytes.
package deals
