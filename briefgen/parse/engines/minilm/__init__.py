"""The embedded engine: word pieces, one ONNX graph a window, trees and names decoded from its scores."""
