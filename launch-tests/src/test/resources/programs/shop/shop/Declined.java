package shop;

class Declined extends Exception {
    private static final long serialVersionUID = 1;

    private final Order order;

    Declined(Order order) {
        super("No " + order.product() + " is left");
        this.order = order;
    }

    Order order() {
        return order;
    }
}
