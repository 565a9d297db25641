package console

import "context"

func runTerminal(ctx context.Context, opt Options) error { return runLines(ctx, opt) }
