package main

import (
	"github.com/alecthomas/kong"

	"weir/engine/quantity"
)

// What the commands say, apart from what the engine says.
var (
	description = quantity.Text{
		EN: "Weir computes what a data flow through an AI data centre costs and how long it takes.",
		ZH: "Weir 计算 AI 数据中心数据流的成本与延迟。",
	}
	seeHelp = quantity.Text{EN: "Run “weir --help” for what it can do.", ZH: "运行“weir --help”查看用法。"}

	help = map[string]quantity.Text{
		"lang":                  {EN: "Language of the output; else that of the locale.", ZH: "输出语言；默认随系统。"},
		"eval":                  {EN: "Evaluate a design: cost, latency, load, availability.", ZH: "评估设计：成本、延迟、负载、可用性。"},
		"sim":                   {EN: "Simulate a design and compare with the closed form.", ZH: "仿真设计，并与解析结果比较。"},
		"sim_items":             {EN: "Items followed in each replication.", ZH: "每次重复中跟踪的项数。"},
		"sim_replications":      {EN: "Independent replications; intervals come from their spread.", ZH: "独立重复次数；置信区间由其离散程度得出。"},
		"sim_time":              {EN: "Simulated time of each replication, from midnight and an empty start, instead of --items; daily profiles are followed and backups written.", ZH: "每次重复的仿真时长，从零点空载开始，代替 --items；按 24 小时曲线变化，并写入备份。"},
		"sim_failures":          {EN: "Let units fail: by their times between failures and to repair, else by their availability in outages of an hour.", ZH: "让单元发生故障：按平均无故障时间与修复时间；只给出可用性时，按每次一小时的中断。"},
		"sim_trace":             {EN: "Replay a CSV (time, tokens_in, tokens_out, session, class) at a source; once, unless --time says how long.", ZH: "在来源处重放 CSV（time、tokens_in、tokens_out、session、class）；未给出 --time 时重放一遍。"},
		"sim_anomaly":           {EN: "Let something go wrong: spike, slow, dead or corrupt. Repeatable.", ZH: "注入异常：spike（激增）、slow（变慢）、dead（宕机）或 corrupt（数据损坏）。可多次给出。"},
		"sim_restore":           {EN: "Lose the data of a backup plan at a time, and read them back beside all else. Repeatable.", ZH: "在指定时刻丢失某备份方案的数据，并在其他流量之外将其读回。可多次给出。"},
		"sim_timeline":          {EN: "Slices of the timeline of the first replication; shown with --json.", ZH: "首次重复的时间线段数；用 --json 输出。"},
		"sim_seed":              {EN: "Seed of the random numbers.", ZH: "随机数种子。"},
		"check":                 {EN: "List what is wrong with a design.", ZH: "列出设计中的问题。"},
		"kinds":                 {EN: "List the kinds of nodes, or explain one.", ZH: "列出部件种类，或说明其中一种。"},
		"schema":                {EN: "Print the JSON Schema of designs.", ZH: "输出设计文件的 JSON Schema。"},
		"validate":              {EN: "Compare predictions with published measurements.", ZH: "将预测与公开实测比较。"},
		"trace":                 {EN: "Turn a trace of requests into parts of a design.", ZH: "把请求轨迹转为设计的部件参数。"},
		"trace_file":            {EN: "CSV file: time, tokens_in, tokens_out and, if there are sessions, session.", ZH: "CSV 文件：time、tokens_in、tokens_out，若有会话还有 session。"},
		"validate_inference":    {EN: "Serving of language models: TTFT, TPOT, throughput.", ZH: "大模型推理：TTFT、TPOT、吞吐。"},
		"validate_training":     {EN: "Training runs: time of a step.", ZH: "训练：迭代时间。"},
		"validate_queueing":     {EN: "Queueing: exact values, published figures, long simulations.", ZH: "排队论：精确值、已发表的数值、长时间仿真。"},
		"validate_networks":     {EN: "Random networks: closed form against simulation.", ZH: "随机网络：闭式解与仿真对照。"},
		"networks_count":        {EN: "How many networks.", ZH: "网络数量。"},
		"networks_holdout":      {EN: "How many more, that no constant was chosen on.", ZH: "另有多少个未用于选取常数的网络。"},
		"networks_items":        {EN: "Items followed in a replication.", ZH: "每次重复所跟踪的项数。"},
		"networks_replications": {EN: "Replications of each network.", ZH: "每个网络的重复次数。"},
		"networks_write":        {EN: "Also write the table to a Markdown file.", ZH: "同时把表格写入 Markdown 文件。"},
		"queueing_cases":        {EN: "JSON file of cases.", ZH: "算例的 JSON 文件。"},
		"queueing_json":         {EN: "Print every figure as JSON.", ZH: "以 JSON 输出每个数值。"},
		"measurements":          {EN: "CSV file, one measured figure a row.", ZH: "CSV 文件，每行一个实测值。"},
		"models":                {EN: "JSON file of architectures the rows name.", ZH: "各行所引用的模型架构 JSON 文件。"},
		"validate_json":         {EN: "Print groups and skipped rows as JSON.", ZH: "以 JSON 输出分组与跳过的行。"},
		"completion":            {EN: "Print a completion script for a shell.", ZH: "输出命令补全脚本。"},
		"file":                  {EN: "Design file (*.weir.json); - reads standard input.", ZH: "设计文件（*.weir.json）；- 表示标准输入。"},
		"json":                  {EN: "Print the report as JSON.", ZH: "以 JSON 输出报告。"},
		"scenario":              {EN: "Evaluate under a scenario of the design.", ZH: "按设计中的情景评估。"},
		"strict":                {EN: "Exit with 1 where an objective is missed, as it always is where the design has errors.", ZH: "有目标未达成时也以 1 退出（设计有错误时总是如此）。"},
		"kind":                  {EN: "Kind to explain, e.g. ai.inference.", ZH: "要说明的部件种类，例如 ai.inference。"},
		"shell":                 {EN: "bash, zsh or fish.", ZH: "bash、zsh 或 fish。"},
	}
)

func helpTexts(lang string) kong.Vars {
	vars := kong.Vars{}
	for key, text := range help {
		vars[key] = text.In(lang)
	}
	return vars
}

// severityNames are also the column of findings.
var severityNames = map[string]quantity.Text{
	"error":   {EN: "error", ZH: "错误"},
	"warning": {EN: "warning", ZH: "警告"},
	"info":    {EN: "info", ZH: "提示"},
}
