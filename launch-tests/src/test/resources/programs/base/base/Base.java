package base;

import java.io.Serializable;

public record Base(int number) implements Serializable {}
