// Package chat is Parley's vocabulary: the words in which the engine, the apps
// and the frontends speak to each other without knowing one another.
//
// It holds plain data (references, documents, components, commands,
// interactions), the two interfaces that join a frontend to the core, and the
// pure function Render that lays a document out for what a platform can do. It
// uses the standard library only. A platform's own words (embed, inline
// keyboard, ephemeral) never appear here; a frontend translates.
package chat
