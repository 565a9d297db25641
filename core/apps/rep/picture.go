package rep

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// The picture's size, which makes some 6 kB at this resolution.
const (
	pictureWidth  = 4 * vg.Inch
	pictureHeight = 2 * vg.Inch
	pictureDPI    = 96
)

// picture draws the course of a score as a PNG. It holds figures and dates only,
// so that it needs no translation; what it shows stands beside it in words.
func picture(course []point) ([]byte, error) {
	p := plot.New()
	p.Y.Min, p.Y.Max = 0, 1000
	p.Y.Tick.Marker = tiers()
	p.X.Tick.Marker = dates(course)
	points := make(plotter.XYs, len(course))
	for i, c := range course {
		points[i] = plotter.XY{X: float64(c.day), Y: float64(c.score)}
	}
	line, err := plotter.NewLine(points)
	if err != nil {
		return nil, fmt.Errorf("rep: draw a score: %w", err)
	}
	line.Width, line.Color = vg.Points(2), color.RGBA{R: 0x2a, G: 0x6f, B: 0xdb, A: 0xff}
	p.Add(plotter.NewGrid(), line)
	canvas := vgimg.NewWith(vgimg.UseWH(pictureWidth, pictureHeight), vgimg.UseDPI(pictureDPI))
	p.Draw(draw.New(canvas))
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("rep: write a picture: %w", err)
	}
	return out.Bytes(), nil
}

// dates label a few days along the way.
func dates(course []point) plot.ConstantTicks {
	const labels = 4
	var ticks plot.ConstantTicks
	for i := range labels {
		day := course[i*(len(course)-1)/(labels-1)].day
		if len(ticks) == 0 || ticks[len(ticks)-1].Value != float64(day) {
			ticks = append(ticks, plot.Tick{Value: float64(day), Label: dateOf(day).Format("2006-01-02")})
		}
	}
	return ticks
}

// tiers mark where one tier ends and the next begins.
func tiers() (ticks plot.ConstantTicks) {
	for _, score := range []int{0, 200, 400, 600, 750, 1000} {
		ticks = append(ticks, plot.Tick{Value: float64(score), Label: strconv.Itoa(score)})
	}
	return ticks
}
