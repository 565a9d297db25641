package store

// Living returns the names of the processes that have the database open, this one
// included. Whatever another one had in hand can be taken over in this same
// transaction: it will record nothing any more.
func (tx *Tx) Living() (map[string]bool, error) {
	living := map[string]bool{tx.store.processes.self: true}
	if tx.store.member == nil {
		return living, nil
	}
	err := tx.SQL().Rows("SELECT id FROM store_processes", nil, func(scan func(dest ...any) error) error {
		var id string
		err := scan(&id)
		living[id] = true
		return err
	})
	return living, err
}

// strike takes a process out, unless it has been heard of since it was judged.
func strike(tx *Tx, p peer) (bool, error) {
	n, err := tx.SQL().Exec("DELETE FROM store_processes WHERE id = ? AND seen_at = ?", p.id, p.seen)
	return n == 1, err
}
