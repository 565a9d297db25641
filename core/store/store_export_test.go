package store

import "context"

// Setting reads a PRAGMA of the transaction's connection.
func Setting(tx *Tx, name string) (value string, err error) {
	err = tx.conn.sql.QueryRowContext(context.Background(), "PRAGMA "+name).Scan(&value)
	return value, err
}

// Cut carries the log over and cuts it back if it is longer than limit bytes.
func (s *Store) Cut(ctx context.Context, limit int64) error {
	return s.dialect.checkpoint(ctx, s.keeper.conn.sql, s.path, limit)
}

// KeeperPause is the pause between two checkpoints.
const KeeperPause = keeperPause

// Driver and DriverName open a second connection past the store.
const Driver = sqliteDriver

// DriverName is what Driver calls the file at path.
func DriverName(path string) (string, error) { return sqliteName(path, sqliteOptions) }

// Prepared counts the statements that the transaction's connection keeps.
func Prepared(tx *Tx) int { return len(tx.conn.prepared) }

// MaxStatements is how many it may keep.
const MaxStatements = maxStatements
