# SPDX-License-Identifier: GPL-2.0-only
#
# Copyright (c) 2026 The ipsec-offload authors

"""How tools/make-rooms layers rooms."""

import sys
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

sys.dont_write_bytecode = True
TOOL = Path(__file__).resolve().parents[2] / "tools/make-rooms"
LOADER = SourceFileLoader("make_rooms", str(TOOL))
make_rooms = module_from_spec(spec_from_loader(LOADER.name, LOADER))
LOADER.exec_module(make_rooms)


class RoomsTest(unittest.TestCase):
    ARROWS = {"top": {"middle", "bottom", "aside"}, "middle": {"bottom"}, "bottom": set(), "aside": set()}

    def test_layers(self):
        ranks = make_rooms.ranks_of(self.ARROWS)
        self.assertEqual(ranks, {"top": 2, "middle": 1, "bottom": 0, "aside": 1})

    def test_arrows_that_follow_are_left_out(self):
        reduced = make_rooms.reduce_arrows(self.ARROWS)
        self.assertEqual(reduced["top"], {"middle", "aside"})

    def test_a_circle_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "a -> b -> a"):
            make_rooms.ranks_of({"a": {"b"}, "b": {"a"}})

    def test_boxes_of_a_layer_do_not_overlap(self):
        picture = make_rooms.Picture(self.ARROWS)
        for layer in picture.layers:
            for left, right in zip(layer, layer[1:]):
                apart = (picture.width(left) + picture.width(right)) / 2
                self.assertGreaterEqual(picture.x[right] - picture.x[left], apart)


if __name__ == "__main__":
    unittest.main()
