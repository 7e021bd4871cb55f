package main

import (
	"context"

	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
)

func native(context.Context, *host.Build) ([]measure.Figure, error)  { return nil, nil }
func browser(context.Context, *host.Build) ([]measure.Figure, error) { return nil, nil }
