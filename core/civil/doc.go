// Package civil holds calendar days: what people mean by "due on 4 December",
// before a time zone makes an instant of it. It reads and shows days, and it
// alone decides when a day ends somewhere on earth (end.go); a deal's due date
// depends on that rule, so it may be extended but never changed.
//
// The package is pure: today and the zone are always given by the caller. The
// time zone database is compiled in, for machines that have none.
package civil
