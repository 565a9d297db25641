// Package conform holds the requests and answers of a bot against the official
// description of Discord's HTTP API, an OpenAPI file that Discord publishes
// (discord/discord-api-spec, MIT).
//
// The double asks it about every request it receives and every answer it gives,
// so that nothing passes a test that the real service would refuse. It knows
// shapes only: state, rights and limits that the file does not name are the
// double's own rules.
//
// Where the file is wrong, the table in exempt.go says so, each line with its
// reason; that table is the place to touch. Everything else follows the file.
package conform
