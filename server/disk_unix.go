//go:build unix

package server

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// enoughDisk fails if less than share of the folder's disk is free.
func enoughDisk(folder string, share float64) error {
	var fs unix.Statfs_t
	if err := unix.Statfs(folder, &fs); err != nil {
		return err
	}
	if free := float64(fs.Bavail) / float64(fs.Blocks); free < share {
		return fmt.Errorf("the disk of %s has %.1f %% free", folder, 100*free)
	}
	return nil
}
