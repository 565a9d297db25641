package store

// Savepoints of one name nest, the innermost being meant, so two names are
// enough and every statement is prepared once.
const (
	savepointBatch = "SAVEPOINT parley_batch"
	rollbackBatch  = "ROLLBACK TO parley_batch"
	releaseBatch   = "RELEASE parley_batch"

	savepointNested = "SAVEPOINT parley_nested"
	rollbackNested  = "ROLLBACK TO parley_nested"
	releaseNested   = "RELEASE parley_nested"
)

// undo rolls back to a savepoint and removes it.
func (c *conn) undo(rollback, release string) error {
	if err := c.control(rollback); err != nil {
		return err
	}
	return c.control(release)
}
