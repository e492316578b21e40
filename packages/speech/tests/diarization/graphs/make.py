"""Graphs of a few bytes in the shapes that exports of the two models have.  python3 make.py  (needs the onnx package)"""
import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

F = TensorProto.FLOAT


def const(name, values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def write(name, nodes, inputs, outputs, constants):
    value = lambda n, shape: helper.make_tensor_value_info(n, F, shape)
    graph = helper.make_graph(nodes, name, [value(*i) for i in inputs], [value(*o) for o in outputs], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    save(model, name + ".onnx")


def segmentation(name, x, y, batch, frames, declared, samples=160000):
    """The first samples of a window are its scores"""
    write(name, [helper.make_node("Slice", [x, "from", "to", "axis"], ["s"]), helper.make_node("Reshape", ["s", "shape"], [y])],
          [(x, [batch, 1, samples])], [(y, [batch, declared, 7])],
          [const("from", [0]), const("to", [frames * 7]), const("axis", [2]), const("shape", [0, -1, 7])])


segmentation("segmentation-fixed-batch", "x", "y", 2, 589, 589)
segmentation("segmentation-open", "input_values", "logits", "batch", 589, "frames")
segmentation("segmentation-wrong-frames", "input_values", "logits", "batch", 500, "frames", "samples")

write("embedding-plain", [helper.make_node("ReduceMean", ["feats"], ["embs"], axes=[1], keepdims=0)],
      [("feats", ["B", "T", 80])], [("embs", ["B", 80])], [])

# A vector is the sum of the weights and the first feature.
write("embedding-weights", [
    helper.make_node("ReduceSum", ["weights", "last"], ["w"], keepdims=1),
    helper.make_node("Slice", ["feats", "zero", "one", "axes"], ["s"]),
    helper.make_node("Reshape", ["s", "shape"], ["f"]),
    helper.make_node("Concat", ["w", "f"], ["embs"], axis=1),
], [("feats", ["B", 998, 80]), ("weights", ["B", 125])], [("embs", ["B", 2])],
    [const("last", [1]), const("zero", [0, 0]), const("one", [1, 1]), const("axes", [1, 2]), const("shape", [-1, 1])])

write("embedding-all-voices", [
    helper.make_node("ReduceSum", ["weights", "last"], ["w"], keepdims=1),
    helper.make_node("Slice", ["feats", "zero", "one", "axes"], ["s"]),
    helper.make_node("Tile", ["s", "repeats"], ["f"]),
    helper.make_node("Concat", ["w", "f"], ["embs"], axis=2),
], [("feats", ["B", 998, 80]), ("weights", ["B", 3, "F"])], [("embs", ["B", 3, 2])],
    [const("last", [2]), const("zero", [0, 0]), const("one", [1, 1]), const("axes", [1, 2]), const("repeats", [1, 3, 1])])
