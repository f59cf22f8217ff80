package org.vitrail.engine.table;

import java.util.Arrays;
import java.util.Map;

/// A column that other tables link to, as codes of its texts.
final class KeySink implements CellSink {
    private final Map<String, Integer> codes;
    private int[] keys = new int[0];
    private int count;

    /// @param codes of the texts seen so far, in any table; grows
    KeySink(Map<String, Integer> codes) {
        this.codes = codes;
    }

    static int code(Map<String, Integer> codes, String text) {
        Integer known = codes.putIfAbsent(text, codes.size());
        return known == null ? codes.size() - 1 : known;
    }

    @Override
    public void text(String text) {
        if (text.isEmpty()) {
            missing();
        } else {
            add(code(codes, text));
        }
    }

    @Override
    public void number(double number) {
        text(Double.toString(number));
    }

    @Override
    public void missing() {
        add(-1);
    }

    /// As text: two long numbers must not become one key.
    @Override
    public boolean wantsNumbers() {
        return false;
    }

    private void add(int key) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(1024, count + (count >> 1)));
        }
        keys[count++] = key;
    }

    /// `[rows]`.
    int[] keys() {
        return Arrays.copyOf(keys, count);
    }
}
