// Package conform judges requests to the Bot API, its answers and its updates by
// the official specification: the machine-readable copy of it names methods,
// types and fields, and the limits (lengths, ranges, enumerations, alphabets)
// are read out of the prose that describes each field.
//
// Load compiles the file once; a Spec is then read-only and may be used by any
// number of goroutines. Names of a newer edition than the file's stand in
// supplement.json, whose entries go as soon as the file knows them. A sentence of
// the specification that is not understood yet becomes a rule in prose.go (what a
// field says) or in compile.go (what a type says). What no sentence says, such as
// the order of events, is not for this package but for the double itself.
package conform
