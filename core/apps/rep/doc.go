// Package rep is the app that says how far somebody may be trusted: reputation,
// drawn from how their deals ended, on every platform and network at once.
//
// The figures are integers, and one history gives one result on every machine:
// weight.go turns an amount into a mass, decay.go lets masses fade, rule.go
// decides what an event is worth, score.go makes a score of it. They know no
// database and are fixed by tables in the tests; raise formula in replay.go
// with any change to what they return.
//
// The app learns of deals by facts (fact.go), which it takes in their own
// transaction and can read again from the beginning. Who is verified and who is
// one person changes what old deals are worth, so everything is kept by version:
// a change asks for the next one, a job builds it in portions beside the one that
// people see, and switches. The words are in text/.
package rep
