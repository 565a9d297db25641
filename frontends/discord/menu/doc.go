// Package menu turns the catalogue of commands into what Discord registers, and
// registers it where it differs from what is there.
//
// Build is pure: the same catalogue gives the same bytes, and whatever Discord
// would refuse is refused here, by name. Publish compares before it writes,
// because Discord counts registrations. Whoever adds an option kind adds it to
// the table in option.go.
package menu
