package shop;

import java.io.Serializable;

class Priced implements Serializable {
    private static final long serialVersionUID = 1;

    private final Order order;
    private final int price;

    Priced(Order order, int price) {
        this.order = order;
        this.price = price;
    }

    @Override
    public String toString() {
        return order + " for " + order.times(price);
    }
}
