// Package outbox is the room where notifications wait until they have been
// delivered, or until it is known that they cannot be. An app calls Notify in
// the transaction that gives rise to the news; a Runner carries it out afterwards
// and records how every attempt ended.
//
// What it promises: messages to one person or one place leave in the order in
// which they were queued; nothing is sent again after a recorded send; and what
// may or may not have arrived is repeated only where that does no harm. A person
// with an account on another platform does not wait for one that is paused. When
// accounts go from person to person, what waits for them goes along (move.go).
//
// The rules of what follows from a failed send stand in judge.go and are pure:
// change them there. The order rests on the states of a row (state.go) and on the
// unique index that allows one head to a queue; whoever changes one of the two
// should read the other first, and run the model test.
package outbox
