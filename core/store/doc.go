// Package store is the room where everything durable happens: it opens the
// database, brings its schema up to date, and runs transactions.
//
// There is one writer and a few readers. Write hands its function to the
// writer's goroutine, which runs all waiting transactions one after another,
// shares a single durable commit between them, and only then answers. Read runs
// its function on a reader's connection against a consistent snapshot and never
// waits for the writer. Inside, a Tx speaks SQL for what is hot and gorm for
// models and reads that are not.
//
// On PostgreSQL several processes share a database. An advisory lock, taken with
// each batch, makes one writer of all of theirs; the time that a batch leaves
// behind and the bells it rings reach the others with its commit. A connection
// that is lost fails what ran on it, and is opened again by whoever comes next.
// There, a statement that fails spoils its transaction, so it does so everywhere:
// whoever wants to go on after one wraps it in a Savepoint.
//
// Such processes watch each other (member.go): each shows every half second that
// it is there. One that is dead or stands still is taken out, in a transaction;
// every batch looks, under the writers' lock, whether its own process still counts,
// so that whoever was taken out and wakes up records nothing (ErrFenced). What is
// for one process only, a Lease gives out (hold.go). The times stand in member.go
// and are chosen so that a database which was away finds everybody again.
//
// A database file belongs to one process: a lock beside it, which the operating
// system drops with the process, keeps a second one out. Within the process nobody
// may open the file by other means, not even to copy it, because closing it again
// would drop the locks that SQLite holds on it.
//
// A newcomer may freely use Open, Write, Read and the methods of Tx. The order
// in which writer.go begins, undoes and commits is what crash safety rests on:
// change it only together with storetest, which every database must pass.
// Another database enters through the dialect struct in store_dialect.go.
package store
