// Package examples is the gallery: worked designs that the app offers as
// templates, the documentation explains, and the tests hold to their golden
// reports. NAME.weir.json is the design, NAME.zh.json its names in Chinese,
// NAME.report.json what it evaluates to.
package examples

import (
	"embed"
	"fmt"

	"github.com/goccy/go-json"

	"weir/engine/design"
	"weir/engine/diagnostic"
)

//go:embed *.weir.json *.zh.json
var files embed.FS

// Entry is one example of the gallery.
type Entry struct {
	ID      string
	Icon    string // of a node kind
	Title   diagnostic.Text
	Summary diagnostic.Text
}

// Gallery lists the examples, the one a newcomer should see first in front.
var Gallery = []Entry{
	{
		ID: "customer-service", Icon: "llm",
		Title:   diagnostic.Text{EN: "Customer service with retrieval", ZH: "带检索的智能客服"},
		Summary: diagnostic.Text{EN: "300 questions a second: embedding, cache, vector index, a 70B model", ZH: "每秒 300 个咨询：向量化、缓存、向量索引、70B 大模型"},
	},
	{
		ID: "data-centre", Icon: "object-store",
		Title:   diagnostic.Text{EN: "Reference data centre", ZH: "参考数据中心"},
		Summary: diagnostic.Text{EN: "The resource chains of the textbook: data, tasks, backup, monitoring", ZH: "教材中的资源链：数据、任务、备份与监控"},
	},
	{
		ID: "recommender-training", Icon: "training",
		Title:   diagnostic.Text{EN: "Recommender training", ZH: "推荐系统训练"},
		Summary: diagnostic.Text{EN: "BERT on ratings: 128 tokens, batches of 16, 5 epochs", ZH: "用评分数据微调 BERT：128 token，每批 16 条，5 轮"},
	},
}

// Find returns the entry of an example.
func Find(id string) (Entry, bool) {
	for _, e := range Gallery {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Bytes returns the document of an example as it stands in its file.
func Bytes(id string) ([]byte, error) {
	if _, ok := Find(id); !ok {
		return nil, fmt.Errorf("examples: there is no example %q", id)
	}
	return files.ReadFile(id + ".weir.json")
}

// Open decodes an example with its names in the language, "en" or "zh".
func Open(id, lang string) (*design.Design, error) {
	data, err := Bytes(id)
	if err != nil {
		return nil, err
	}
	d, err := design.Decode(data)
	if err != nil || lang != "zh" {
		return d, err
	}
	data, err = files.ReadFile(id + ".zh.json")
	if err != nil {
		return nil, err
	}
	var names names
	if err := json.Unmarshal(data, &names); err != nil {
		return nil, fmt.Errorf("examples: %s.zh.json: %w", id, err)
	}
	names.give(d)
	return d, nil
}

// names are what the parts of an example are called in another language.
type names struct {
	Title     string            `json:"title"`
	Nodes     map[string]string `json:"nodes"`
	Classes   map[string]string `json:"classes"`
	Groups    map[string]string `json:"groups"`
	Scenarios map[string]string `json:"scenarios"`
}

// give renames the parts of a design that was just decoded and is shared by nobody.
func (n *names) give(d *design.Design) {
	d.Title = n.Title
	for id, name := range n.Nodes {
		d.Nodes[id].Name = name
	}
	for id, name := range n.Classes {
		d.Classes[id].Name = name
	}
	for id, name := range n.Groups {
		d.Groups[id].Name = name
	}
	for id, name := range n.Scenarios {
		d.Scenarios[id].Name = name
	}
}
