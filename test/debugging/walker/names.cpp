/* Functions whose names are of every kind; each comment is the name without parameters, as c++filt has it. */
#include <functional>
#include <utility>
#include <vector>

namespace shapes {
template <class T> T most(T a, T b) { return a < b ? b : a; }
template unsigned long most<unsigned long>(unsigned long, unsigned long); // shapes::most<unsigned long>

struct Shape {
    Shape(int);
    ~Shape();
    int area(int) const;
    int operator()(int);
    operator unsigned int();
    Shape operator+(const Shape &) const;
    static void each(const char *, void (*)(int));
};
Shape::Shape(int) {}                                              // shapes::Shape::Shape
Shape::~Shape() {}                                                // shapes::Shape::~Shape
int Shape::area(int) const { return 1; }                          // shapes::Shape::area
int Shape::operator()(int) { return 0; }                          // shapes::Shape::operator()
Shape::operator unsigned int() { return 1; }                      // shapes::Shape::operator unsigned int
Shape Shape::operator+(const Shape &) const { return Shape(1); }  // shapes::Shape::operator+
void Shape::each(const char *, void (*)(int)) {}                  // shapes::Shape::each

template <class T> bool operator==(const std::vector<T> &, const T &) { return false; }
template bool operator==<int>(const std::vector<int> &, const int &); // shapes::operator==<int>
}

namespace {
struct Hidden {
    void run(int);
};
void Hidden::run(int) {} // (anonymous namespace)::Hidden::run
}

template class std::vector<std::pair<int, std::function<int(long)>>>;

void use() { // use
    Hidden().run(1);
    std::function<int(int)> call = [](int number) { return number; };
    call(1);
}
