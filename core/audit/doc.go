// Package audit is the log of what was done: one event for every accepted act,
// kept as the exact bytes that are hashed, in a table that refuses changes, under
// a tree whose head is signed. So whoever holds a receipt or a checkpoint can
// show that something was logged, and notices when the log is not what it was.
//
// Event is what an app reports, Record what stands in the log; Append grows the
// tree of RFC 6962 in the same transaction. A Service holds the log's key and
// signs checkpoints. Receipt hands out a proof, which VerifyReceipt checks with
// nothing but the public key; VerifyLog checks everything.
//
// Four formats here are published and frozen: the bytes of an event (encode.go,
// decode.go), the checkpoint, the receipt, and the keys. What was written once
// must read and verify for ever, so a change is a new version, never an edit.
// People's own words are not in an event, only a commitment to them; the words
// stand apart in audit_texts, where erasure can reach them without breaking a
// hash.
package audit
