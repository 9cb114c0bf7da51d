package io.isobar.cli.text;

/** On which side of its column a cell stands. */
public enum Align {
    LEFT,
    RIGHT
}
