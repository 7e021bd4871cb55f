package edit

// The names of the steps, as the undo and redo buttons say them.
var (
	labelAdd        = Text{EN: "Add part", ZH: "添加部件"}
	labelMove       = Text{EN: "Move", ZH: "移动"}
	labelDelete     = Text{EN: "Delete", ZH: "删除"}
	labelHeal       = Text{EN: "Delete and heal", ZH: "删除并接合"}
	labelConnect    = Text{EN: "Connect", ZH: "连接"}
	labelDisconnect = Text{EN: "Disconnect", ZH: "断开连接"}
	labelReconnect  = Text{EN: "Reconnect", ZH: "重新连接"}
	labelEdge       = Text{EN: "Change connection", ZH: "修改连线"}
	labelInsert     = Text{EN: "Insert on connection", ZH: "插入连线"}
	labelSlice      = Text{EN: "Cut connections", ZH: "切断连线"}
	labelParam      = Text{EN: "Change parameter", ZH: "修改参数"}
	labelReset      = Text{EN: "Reset parameter", ZH: "重置参数"}
	labelFix        = Text{EN: "Apply fix", ZH: "应用修复"}
	labelRename     = Text{EN: "Rename", ZH: "重命名"}
	labelTitle      = Text{EN: "Change title", ZH: "修改标题"}
	labelSettings   = Text{EN: "Change settings", ZH: "修改设置"}
	labelClass      = Text{EN: "Change class of work", ZH: "修改工作类别"}
	labelPool       = Text{EN: "Change resource pool", ZH: "修改资源池"}
	labelDraw       = Text{EN: "Change pool allocation", ZH: "修改资源分配"}
	labelObjectives = Text{EN: "Change objectives", ZH: "修改目标"}
	labelScenario   = Text{EN: "Change scenario", ZH: "修改场景"}
	labelVary       = Text{EN: "Change search range", ZH: "修改搜索范围"}
	labelCut        = Text{EN: "Cut", ZH: "剪切"}
	labelPaste      = Text{EN: "Paste", ZH: "粘贴"}
	labelDuplicate  = Text{EN: "Duplicate", ZH: "创建副本"}
	labelGroup      = Text{EN: "Group", ZH: "编组"}
	labelUngroup    = Text{EN: "Ungroup", ZH: "取消编组"}
	labelJoin       = Text{EN: "Move into group", ZH: "移入编组"}
	labelLeave      = Text{EN: "Take out of group", ZH: "移出编组"}
	labelCollapse   = Text{EN: "Fold group", ZH: "折叠编组"}
	labelExpand     = Text{EN: "Unfold group", ZH: "展开编组"}
	labelBypass     = Text{EN: "Bypass", ZH: "旁路"}
	labelUnbypass   = Text{EN: "Stop bypassing", ZH: "取消旁路"}
	labelLock       = Text{EN: "Lock", ZH: "锁定"}
	labelUnlock     = Text{EN: "Unlock", ZH: "解锁"}
	labelAlign      = Text{EN: "Align", ZH: "对齐"}
	labelDistribute = Text{EN: "Distribute", ZH: "等距分布"}
	labelNote       = Text{EN: "Change note", ZH: "修改注释"}
	labelTidy       = Text{EN: "Tidy", ZH: "整理布局"}
	labelReplace    = Text{EN: "Restore version", ZH: "恢复版本"}
)
