// Package transfer moves a whole ledger from one database into another, whatever
// kinds they are: SQLite into PostgreSQL when one machine no longer suffices, and
// PostgreSQL into SQLite for a backup or the way back.
//
// It knows no table by name. It reads from both databases which tables and columns
// they have, takes the rows in the order of their primary keys, so that triggers
// which allow nothing but appending are content, and reads back what it wrote.
// All of it is one transaction of the target: where anything fails, the target is
// as empty as before. A newcomer may freely change how many rows travel at once
// (copy.go); how a value is written down (row.go) must stay the same for
// both databases, since comparing them rests on it.
package transfer
