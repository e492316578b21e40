"""An exported float32 graph in fewer bits: int8 in two ways, and float16.

All three change the ModelProto they are given and return it.
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper


def quantise(model):
    """Dynamic int8: MatMul/Gemm weights per column with MatMulInteger, Conv weights per channel (weight only)."""
    g = model.graph
    init = {i.name: i for i in g.initializer}
    used = {}
    for n in g.node:
        for x in n.input:
            used[x] = used.get(x, 0) + 1
    new, extra, drop, quant = [], [], set(), {}

    def q(w, axis):
        red = tuple(i for i in range(w.ndim) if i != axis)
        s = np.maximum(np.abs(w).max(red, keepdims=True), 1e-8) / 127.0
        return np.clip(np.round(w / s), -127, 127).astype(np.int8), s.reshape(-1).astype(np.float32)

    def activation(a):
        if a not in quant:
            quant[a] = (a + "_q", a + "_s", a + "_z")
            new.append(helper.make_node("DynamicQuantizeLinear", [a], list(quant[a]), name=a + "_dq"))
        return quant[a]

    for n in g.node:
        w = init.get(n.input[1]) if len(n.input) > 1 else None
        if n.op_type == "MatMul" and w is not None and len(w.dims) == 2 and min(w.dims) >= 16:
            wq, ws = q(numpy_helper.to_array(w), 1)
            b = n.output[0]
            extra += [numpy_helper.from_array(wq, w.name + "_i8"), numpy_helper.from_array(ws, w.name + "_scale")]
            aq, as_, az = activation(n.input[0])
            new += [helper.make_node("MatMulInteger", [aq, w.name + "_i8", az], [b + "_i32"], name=b + "_mmi"),
                    helper.make_node("Cast", [b + "_i32"], [b + "_f"], to=TensorProto.FLOAT, name=b + "_cast"),
                    helper.make_node("Mul", [as_, w.name + "_scale"], [b + "_sc"], name=b + "_scm"),
                    helper.make_node("Mul", [b + "_f", b + "_sc"], [b], name=b + "_out")]
            drop.add(w.name)
        elif n.op_type == "Conv" and w is not None and int(np.prod(w.dims)) >= 16384:
            wq, ws = q(numpy_helper.to_array(w), 0)
            zp = np.zeros(len(ws), np.int8)
            extra += [numpy_helper.from_array(wq, w.name + "_i8"), numpy_helper.from_array(ws, w.name + "_scale"), numpy_helper.from_array(zp, w.name + "_zp")]
            new.append(helper.make_node("DequantizeLinear", [w.name + "_i8", w.name + "_scale", w.name + "_zp"], [w.name + "_dq"], axis=0, name=w.name + "_dql"))
            n.input[1] = w.name + "_dq"
            new.append(n)
            drop.add(w.name)
        else:
            new.append(n)
    keep = [i for i in g.initializer if i.name not in drop]
    del g.node[:], g.initializer[:]
    g.node.extend(new); g.initializer.extend(keep + extra)
    return model


def weights_only(model):
    """int8 storage of every large weight, dequantised when the session is created."""
    g, extra, dq, drop = model.graph, [], [], set()
    for i in list(g.initializer):
        w = numpy_helper.to_array(i)
        if w.dtype != np.float32 or w.size < 16384:
            continue
        axis = 1 if w.ndim == 3 or i.name.startswith("onnx::MatMul") else 0   # LSTM [1,4H,H]; MatMul [in,out]; Gather, Gemm [rows,..]
        red = tuple(k for k in range(w.ndim) if k != axis)
        sc = np.maximum(np.abs(w).max(red, keepdims=True), 1e-8) / 127.0
        extra += [numpy_helper.from_array(np.round(w / sc).astype(np.int8), i.name + "_i8"),
                  numpy_helper.from_array(sc.reshape(-1).astype(np.float32), i.name + "_scale"),
                  numpy_helper.from_array(np.zeros(sc.size, np.int8), i.name + "_zp")]
        dq.append(helper.make_node("DequantizeLinear", [i.name + "_i8", i.name + "_scale", i.name + "_zp"], [i.name], axis=axis, name=i.name + "_dql"))
        drop.add(i.name)
    keep, nodes = [i for i in g.initializer if i.name not in drop], list(g.node)
    del g.node[:], g.initializer[:]
    g.node.extend(dq + nodes); g.initializer.extend(keep + extra)
    return model


def half(model):
    """float16 weights and arithmetic; inputs and outputs stay float32, so a caller need not know.

    What the CPU provider has no float16 kernel for, onnxruntime computes in float32 by itself."""
    g, floats = model.graph, (TensorProto.FLOAT, TensorProto.FLOAT16)

    def narrow(t):
        if t.data_type == TensorProto.FLOAT:
            t.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(t).astype(np.float16), t.name))

    for i in g.initializer:
        narrow(i)
    for n in g.node:
        for a in n.attribute:
            if a.HasField("t"):
                narrow(a.t)
            if n.op_type == "Cast" and a.name == "to" and a.i == TensorProto.FLOAT:
                a.i = TensorProto.FLOAT16
    edges = {v.name: v.name + "_f16" for v in [*g.input, *g.output] if v.type.tensor_type.elem_type in floats}
    for n in g.node:
        n.input[:] = [edges.get(x, x) for x in n.input]
        n.output[:] = [edges.get(x, x) for x in n.output]
    inner, outer = list(g.node), {v.name for v in g.output}
    before = [helper.make_node("Cast", [k], [v], to=TensorProto.FLOAT16, name=v) for k, v in edges.items() if k not in outer]
    after = [helper.make_node("Cast", [v], [k], to=TensorProto.FLOAT, name=v) for k, v in edges.items() if k in outer]
    del g.node[:], g.value_info[:]
    g.node.extend(before + inner + after)
    return model
