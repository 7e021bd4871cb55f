package store

import "database/sql"

// Writer and Reader give tests the connections.
func Writer(s *SQLite) *sql.DB { return s.write }

func Reader(s *SQLite) *sql.DB { return s.read }
