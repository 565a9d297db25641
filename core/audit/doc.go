// Package audit is the log of what was done: one event for every accepted act,
// kept as the exact bytes that are hashed, in a table that refuses changes.
//
// Event is what an app reports, Record what stands in the log. The bytes of an
// event are a published format (its codec is in encode.go and decode.go): old
// events must read and hash the same for ever, so a change there is a new
// version, never an edit. People's own words are not in an event, only a
// commitment to them; the words stand apart in audit_texts, where erasure can
// reach them without breaking a hash.
package audit
