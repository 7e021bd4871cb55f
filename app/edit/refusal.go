package edit

// Refusal says why an edit cannot be made. It is an error for the code and
// a sentence in both languages for the user.
type Refusal struct {
	Code   string // stable
	Reason Text
}

// Error returns the code and the English sentence.
func (r *Refusal) Error() string { return r.Code + ": " + r.Reason.EN }

func refuse(code, en, zh string) *Refusal { return &Refusal{code, Text{EN: en, ZH: zh}} }

// What can be refused. Refusals of ports that do not fit carry the sentence
// of package component instead.
var (
	errNodes     = refuse("edit.nodes", "A design holds at most 10,000 parts.", "一个设计最多包含 10,000 个部件。")
	errEdges     = refuse("edit.edges", "A design holds at most 40,000 connections.", "一个设计最多包含 40,000 条连线。")
	errClasses   = refuse("edit.classes", "A design holds at most 64 classes of work.", "一个设计最多包含 64 个工作类别。")
	errName      = refuse("edit.name", "A name has at most 200 characters.", "名称最多 200 个字符。")
	errAbsent    = refuse("edit.absent", "That part is no longer in the design.", "该部件已不在设计中。")
	errDirection = refuse("edit.direction", "Connect an output to an input.", "请将输出端口连接到输入端口。")
	errSelf      = refuse("edit.self", "A part cannot feed itself directly.", "部件不能直接连接到自身。")
	errTwice     = refuse("edit.twice", "These two ports are already connected.", "这两个端口已经相连。")
	errPort      = refuse("edit.port", "The part has no such port.", "该部件没有此端口。")
	errNoFit     = refuse("edit.fit", "No port of this part fits the connection.", "该部件没有适合这条连线的端口。")
	errNothing   = refuse("edit.nothing", "Nothing is selected.", "未选择任何内容。")
	errInside    = refuse("edit.inside", "A group cannot lie inside itself.", "编组不能放入自身之内。")
	errClipboard = refuse("edit.clipboard", "The clipboard holds no parts of a design.", "剪贴板中没有设计部件。")
	errFinite    = refuse("edit.place", "A place on the canvas must be a finite number.", "画布坐标必须是有限数值。")
)
