package shop;

import java.io.Serializable;

record Order(String product, int amount) implements Serializable {
    int times(int price) {
        return amount * price;
    }
}
