package org.vitrail.privacy.accounting.rdp;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Rényi orders that a curve is computed at.
public final class Orders {
    /// The 156 orders that most accountants use: 1.1 … 10.9 by 0.1, 11 … 63, 128, 256, 512, 1024.
    public static final List<Double> STANDARD = standard();

    /// More orders for a smaller minimum: below 1.1, between the standard ones, and and up to 4096
    /// for small budgets.
    public static final List<Double> FINE = fine();

    private Orders() {}

    private static List<Double> standard() {
        List<Double> orders = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            orders.add(1 + i / 10.0);
        }
        for (int i = 11; i < 64; i++) {
            orders.add((double) i);
        }
        for (int i = 128; i <= 1024; i *= 2) {
            orders.add((double) i);
        }
        return List.copyOf(orders);
    }

    private static List<Double> fine() {
        TreeSet<Double> orders = new TreeSet<>(STANDARD);
        for (int i = 2; i < 10; i++) {
            orders.add(1 + i / 100.0);
        }
        for (int i = 22; i < 80; i++) {
            orders.add(1 + i / 20.0);
        }
        for (double order = 64; order <= 4096; order = Math.ceil(order * 1.09)) {
            orders.add(order);
        }
        return List.copyOf(orders);
    }
}
