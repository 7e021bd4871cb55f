// The graph of our own benchmark drawn by React Flow with its own means: a
// custom node with the same text, visible elements only, scroll pans and
// pinch zooms, as in our canvas.
import { memo } from "react";
import { createRoot } from "react-dom/client";
import { Background, Handle, Position, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "./main.css";

const Card = memo(({ data }) => (
  <div className="card">
    <Handle type="target" position={Position.Left} />
    <b>{data.name}</b>
    <div><span>Servers</span><span>{data.servers}</span></div>
    <div><span>Arrive</span><span>{data.rate}</span></div>
    <progress max="1" value={data.load} />
    <Handle type="source" position={Position.Right} />
  </div>
));
const nodeTypes = { card: Card };

const { nodes, edges } = await (await fetch("graph.json")).json();
const atStart = new URLSearchParams(location.search).get("view");

createRoot(document.getElementById("root")).render(
  <ReactFlow
    defaultNodes={nodes}
    defaultEdges={edges}
    nodeTypes={nodeTypes}
    onlyRenderVisibleElements
    panOnScroll
    minZoom={0.005}
    fitView={atStart === "fit"}
    defaultViewport={{ x: 0, y: 0, zoom: 1 }}
    onInit={() => requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = true; }))}
  >
    <Background />
  </ReactFlow>,
);
