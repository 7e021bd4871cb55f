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

// start shows what a gesture begins with and answers the zoom of the whole.
window.start = async (gesture) => {
  await flow.fitView({ padding: 0.05 });
  const zoom = flow.getZoom();
  if (gesture === "pan" || gesture === "drag") {
    const { x, y, width, height } = flow.getNodesBounds(nodes);
    await flow.setCenter(x + width / 2, y + height / 2, { zoom: 1 });
  }
  await new Promise((done) => setTimeout(done, 500));
  return zoom;
};

let flow;

createRoot(document.getElementById("root")).render(
  <ReactFlow
    defaultNodes={nodes}
    defaultEdges={edges}
    nodeTypes={nodeTypes}
    onlyRenderVisibleElements
    panOnScroll
    minZoom={0.005}
    onInit={(instance) => {
      flow = instance;
      requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = true; }));
    }}
  >
    <Background />
  </ReactFlow>,
);
