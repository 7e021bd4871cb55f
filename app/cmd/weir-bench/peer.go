package main

import (
	"encoding/json"
	"strconv"

	"weir/engine/design"
)

// forReactFlow writes the graph the way React Flow takes it, so that both
// draw the same.
func forReactFlow(d *design.Design) string {
	type place struct {
		X float64 `json:"x"`
		Y float64 `json:"y"`
	}
	type card struct {
		Name    string  `json:"name"`
		Servers int     `json:"servers"`
		Rate    string  `json:"rate"`
		Load    float64 `json:"load"`
	}
	type node struct {
		ID       string  `json:"id"`
		Type     string  `json:"type"`
		Position place   `json:"position"`
		Width    float64 `json:"width"` // known beforehand, as in our canvas
		Height   float64 `json:"height"`
		Data     card    `json:"data"`
	}
	type edge struct {
		ID     string `json:"id"`
		Source string `json:"source"`
		Target string `json:"target"`
	}
	var g struct {
		Nodes []node `json:"nodes"`
		Edges []edge `json:"edges"`
	}
	for i := range len(d.Nodes) {
		n := d.Nodes[id(i)]
		g.Nodes = append(g.Nodes, node{
			ID: id(i), Type: "card", Position: place{n.At[0], n.At[1]}, Width: 220, Height: 104,
			Data: card{Name: n.Kind, Servers: 1 + i%8, Rate: strconv.Itoa(20+i%60) + "/s", Load: float64(i%97) / 100},
		})
		for _, prefix := range []string{"e", "m"} {
			if e := d.Edges[prefix+strconv.Itoa(i)]; e != nil {
				g.Edges = append(g.Edges, edge{prefix + strconv.Itoa(i), e.From.Node(), e.To.Node()})
			}
		}
	}
	b, err := json.Marshal(g)
	if err != nil {
		panic(err) // strings and finite numbers only
	}
	return string(b)
}
