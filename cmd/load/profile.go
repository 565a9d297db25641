package main

import (
	"errors"
	"os"
	"runtime/pprof"
)

// profiled runs fn and writes what it used: its CPU time into a file, and what it
// allocated into another of that name with ".allocs". No name is no profile.
func profiled(name string, fn func() error) error {
	if name == "" {
		return fn()
	}
	cpu, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return errors.Join(err, cpu.Close())
	}
	err = fn()
	pprof.StopCPUProfile()
	allocs, failed := os.Create(name + ".allocs")
	if failed != nil {
		return errors.Join(err, failed, cpu.Close())
	}
	return errors.Join(err, pprof.Lookup("allocs").WriteTo(allocs, 0), allocs.Close(), cpu.Close())
}
